/** @odoo-module **/

import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {refreshWords} from "./clock";

const ICONS = {
    live: "fa-check-circle text-success",
    draft: "fa-circle-o text-muted",
    disconnected: "fa-chain-broken text-muted",
    reconnect: "fa-clock-o text-warning",
    permission: "fa-lock text-warning",
    copy: "fa-files-o text-danger",
};

export class ConnectionCard extends Component {
    static template = "xero_connector.ConnectionCard";
    static props = {row: Object, showCompany: Boolean, open: Function};

    get icon() {
        return ICONS[this.props.row.state] || "fa-question-circle text-muted";
    }

    get refresh() {
        return refreshWords(this.props.row.refresh_minutes);
    }

    get consent() {
        return _t("%s days left", this.props.row.consent_days);
    }
}
