/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";

/** The head of a step: whether it is done, its name, what is known. A press opens or closes it. */
export class XeroSetupStep extends Component {
    static template = "xero_connector.SetupStep";
    static components = {ViewButton};
    static props = ["*"];

    get step() {
        const steps = this.props.record.data.steps || [];
        return steps.find((step) => step.key === this.props.step) || {};
    }

    get clickParams() {
        return {
            name: "action_show_step",
            type: "object",
            args: JSON.stringify([this.props.step]),
        };
    }

    get icon() {
        if (this.step.done) {
            return "fa-check-square-o text-success";
        }
        return this.step.next ? "fa-hand-o-right" : "fa-square-o text-muted";
    }

    /** What a reader who sees no marks is told. */
    get mark() {
        if (this.step.done) {
            return _t("Done");
        }
        return this.step.next ? _t("Next") : _t("Not done yet");
    }
}

registry.category("view_widgets").add("xero_setup_step", {
    component: XeroSetupStep,
    fieldDependencies: [{name: "steps", type: "json"}],
    extractProps: ({attrs}) => ({step: attrs.step}),
});
