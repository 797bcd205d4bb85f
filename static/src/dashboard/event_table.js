/** @odoo-module **/

import {Component} from "@odoo/owl";
import {clockOf, fullClockOf} from "./clock";

// Colour alone never says it: every state has its own sign and its words.
const SIGNS = {
    ok: "fa-check-circle text-success",
    attention: "fa-user text-danger",
    failed: "fa-times-circle text-danger",
    crashed: "fa-bolt text-danger",
    running: "fa-refresh fa-spin text-info",
};
const ARROWS = {pull: "fa-long-arrow-left", push: "fa-long-arrow-right"};

export class EventTable extends Component {
    static template = "xero_connector.EventTable";
    static props = {
        rows: Array,
        more: Number,
        showCompany: Boolean,
        open: Function,
        openAll: Function,
    };

    clock(row) {
        return clockOf(row.when);
    }

    fullClock(row) {
        return fullClockOf(row.when);
    }

    sign(row) {
        return SIGNS[row.state];
    }

    arrow(row) {
        return ARROWS[row.direction];
    }
}
