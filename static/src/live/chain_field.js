/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** The steps that come before a sync can run, and the button of the one that is next. */
export class XeroChainField extends Component {
    static template = "xero_connector.ChainField";
    static components = {ViewButton};
    static props = {...standardFieldProps};

    get steps() {
        return this.props.record.data[this.props.name] || [];
    }

    get clickParams() {
        return {name: "action_next_step", type: "object"};
    }

    /** What a reader who sees no marks is told. */
    mark(step) {
        return step.done ? _t("Done") : _t("Not done yet");
    }
}

registry.category("fields").add("xero_chain", {
    component: XeroChainField,
    supportedTypes: ["json"],
});
