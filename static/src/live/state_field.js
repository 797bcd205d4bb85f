/** @odoo-module **/

import {useEffect} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {BadgeField, badgeField} from "@web/views/fields/badge/badge_field";

/** The Xero state of a document; the page follows it while something is on its way. */
export class XeroStateField extends BadgeField {
    static template = "xero_connector.StateField";

    setup() {
        super.setup();
        this.pending = useService("xero_pending");
        this.onItsWay = _t("On its way. This page updates by itself.");
        useEffect(
            () => this.follow(),
            () => [
                this.props.record.resId,
                this.props.record.dirty,
                this.props.record.data.xero_pending,
            ]
        );
    }

    /** What was just saved may be on its way although the answer to saving did not say so yet. */
    follow() {
        const {record} = this.props;
        const saved = this.wasDirty && !record.dirty;
        this.wasDirty = record.dirty;
        if (record.resId && !record.dirty && (saved || record.data.xero_pending)) {
            return this.pending.follow(record.resModel, record.resId, (now) =>
                this.take(now)
            );
        }
    }

    async take(now) {
        const {record} = this.props;
        const known = record.data;
        const same =
            known.xero_state === now.xero_state &&
            known.xero_pending === now.xero_pending;
        if (!same && !(await record.isDirty())) {
            await record.load();
        }
    }
}

registry.category("fields").add("xero_state", {
    ...badgeField,
    component: XeroStateField,
    additionalClasses: ["o_field_badge"],
    fieldDependencies: [{name: "xero_pending", type: "boolean"}],
});
