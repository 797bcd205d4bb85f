/** @odoo-module **/

import {onMounted, onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {FormController} from "@web/views/form/form_controller";
import {formView} from "@web/views/form/form_view";
import {ListController} from "@web/views/list/list_controller";
import {listView} from "@web/views/list/list_view";

const SECONDS = 10;

/**
 * Call `refresh` every so many seconds while the page is looked at.
 * @param {Function} refresh
 * @param {Number} seconds
 */
export function useLive(refresh, seconds = SECONDS) {
    let timer = null;
    onMounted(() => {
        timer = setInterval(() => {
            if (
                document.visibilityState === "visible" &&
                !document.querySelector(".modal")
            ) {
                refresh();
            }
        }, seconds * 1000);
    });
    onWillUnmount(() => clearInterval(timer));
}

/** A list that follows the sync, unless somebody is at work in it. */
export class XeroLiveListController extends ListController {
    setup() {
        super.setup();
        useLive(() => {
            const {root} = this.model;
            if (!root.editedRecord && !(root.selection || []).length) {
                root.load();
            }
        });
    }
}

/** A form that follows the sync, unless somebody is typing in it. */
export class XeroLiveFormController extends FormController {
    static liveSeconds = SECONDS;

    setup() {
        super.setup();
        useLive(async () => {
            const {root} = this.model;
            if (root.resId && !(await root.isDirty())) {
                root.load();
            }
        }, this.constructor.liveSeconds);
    }
}

registry.category("views").add("xero_live_list", {
    ...listView,
    Controller: XeroLiveListController,
});
registry.category("views").add("xero_live_form", {
    ...formView,
    Controller: XeroLiveFormController,
});
