/** @odoo-module **/

import {registry} from "@web/core/registry";
import {
    SelectionField,
    selectionField,
} from "@web/views/fields/selection/selection_field";

/** A text that is chosen from those of another field of the record: pairs of value and label. */
export class XeroKeyField extends SelectionField {
    setup() {
        super.setup();
        this.type = "selection";
    }

    get options() {
        const known = this.props.record.data.xero_keys || [];
        const {value} = this;
        const listed = !value || known.some((option) => option[0] === value);
        return listed ? known : [...known, [value, value]];
    }

    get string() {
        const chosen = this.options.find((option) => option[0] === this.value);
        return chosen ? chosen[1] : "";
    }
}

registry.category("fields").add("xero_key", {
    ...selectionField,
    component: XeroKeyField,
    supportedTypes: ["char"],
    isEmpty: (record, fieldName) => !record.data[fieldName],
    fieldDependencies: [{name: "xero_keys", type: "json"}],
});
