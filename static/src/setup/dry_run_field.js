/** @odoo-module **/

import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const ICONS = {
    ask: "fa-user",
    create: "fa-plus",
    link: "fa-link",
    update: "fa-pencil",
    later: "fa-clock-o",
    leave: "fa-minus",
    same: "fa-check",
};

/** What the dry run found: for each sync and direction the counts, the cost, the first records. */
export class XeroDryRunField extends Component {
    static template = "xero_connector.DryRunField";
    static props = {...standardFieldProps};

    get looks() {
        return this.props.record.data[this.props.name] || [];
    }

    icon(row) {
        return ICONS[row.outcome];
    }
}

registry.category("fields").add("xero_dry_run", {
    component: XeroDryRunField,
    supportedTypes: ["json"],
});
