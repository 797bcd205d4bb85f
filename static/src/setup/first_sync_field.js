/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const ICONS = {
    running: "fa-spinner fa-spin",
    waiting: "fa-clock-o text-muted",
    yours: "fa-hand-o-right",
    failed: "fa-exclamation-triangle text-danger",
    done: "fa-check-square-o text-success",
};
const ALERTS = {
    running: "alert-info",
    yours: "alert-warning",
    failed: "alert-danger",
    done: "alert-success",
};

/** The first sync: one sentence for the whole, and a line for each sync with what came of it. */
export class XeroFirstSyncField extends Component {
    static template = "xero_connector.FirstSyncField";
    static components = {ViewButton};
    static props = {...standardFieldProps};

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    get state() {
        return this.props.record.data.first_state;
    }

    get sentence() {
        return this.props.record.data.first_sentence;
    }

    get alert() {
        return ALERTS[this.state];
    }

    get again() {
        return {name: "action_try_again", type: "object"};
    }

    get tryAgain() {
        return _t("Try again");
    }

    icon(state) {
        return ICONS[state];
    }

    /** What a reader who sees no marks is told. */
    mark(state) {
        return {
            running: _t("Running"),
            waiting: _t("Follows by itself"),
            yours: _t("Waits for you"),
            failed: _t("Failed"),
            done: _t("Done"),
        }[state];
    }

    /** The figures of a line, each of which opens what it counts. */
    figures(line) {
        const words = {
            records: _t("%s in both systems", line.records),
            questions:
                line.questions === 1
                    ? _t("1 question")
                    : _t("%s questions", line.questions),
            events: _t("What the runs did"),
        };
        return Object.keys(words)
            .filter((what) => what === "events" || line[what])
            .map((what) => ({
                what,
                words: words[what],
                params: {
                    name: "action_open_first",
                    type: "object",
                    args: JSON.stringify([line.entity, what]),
                },
            }));
    }

    unsent(line) {
        return _t("%s waiting to be sent", line.unsent);
    }
}

registry.category("fields").add("xero_first_sync", {
    component: XeroFirstSyncField,
    supportedTypes: ["json"],
    fieldDependencies: [
        {name: "first_state", type: "char"},
        {name: "first_sentence", type: "char"},
    ],
});
