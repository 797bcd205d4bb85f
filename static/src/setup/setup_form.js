/** @odoo-module **/

import {registry} from "@web/core/registry";
import {formView} from "@web/views/form/form_view";
import {XeroLiveFormController} from "../live/live_views";

/** People wait here for what they have just asked for. */
export class XeroSetupFormController extends XeroLiveFormController {
    static liveSeconds = 3;
}

registry.category("views").add("xero_setup_form", {
    ...formView,
    Controller: XeroSetupFormController,
});
