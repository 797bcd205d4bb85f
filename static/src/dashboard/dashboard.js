/** @odoo-module **/

import {Component, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {Layout} from "@web/search/layout";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {clockOf} from "./clock";
import {ConnectionCard} from "./connection_card";
import {EventTable} from "./event_table";

const QUIET_SECONDS = 10;
const BUSY_SECONDS = 3;

export class XeroDashboard extends Component {
    static template = "xero_connector.Dashboard";
    static components = {Layout, ConnectionCard, EventTable};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({data: null, error: "", asked: false});
        this.onVisible = () => this.refresh();
        onWillStart(() => {
            this.load();
            document.addEventListener("visibilitychange", this.onVisible);
        });
        onWillUnmount(() => {
            this.gone = true;
            clearTimeout(this.timer);
            document.removeEventListener("visibilitychange", this.onVisible);
        });
    }

    /** Read the figures; on failure the last ones stay on the page, with a sentence above them. */
    async load() {
        clearTimeout(this.timer);
        try {
            const data = await this.orm.silent.call(
                "xero.sync.event",
                "get_dashboard",
                []
            );
            this.state.data = data;
            this.state.error = "";
            this.state.asked = false;
        } catch (error) {
            this.state.error = this.wordsOf(error);
        }
        if (!this.gone) {
            const seconds = this.syncing ? BUSY_SECONDS : QUIET_SECONDS;
            this.timer = setTimeout(() => this.refresh(), seconds * 1000);
        }
    }

    /** What Odoo says to people is shown as it is; what programmers read is not. */
    wordsOf(error) {
        if (!error.data) {
            return _t("Odoo cannot be reached at the moment.");
        }
        return (error.exceptionName || "").startsWith("odoo.exceptions.")
            ? error.data.message
            : _t("Odoo could not read the figures; its log says why.");
    }

    /** A page nobody looks at asks for nothing. */
    refresh() {
        if (!this.gone && document.visibilityState === "visible") {
            this.load();
        }
    }

    get kpis() {
        return this.state.data.kpis;
    }

    get syncing() {
        return this.state.asked || Boolean(this.state.data?.syncing);
    }

    get severalCompanies() {
        return new Set(this.state.data.connections.map((row) => row.company)).size > 1;
    }

    get isEmpty() {
        return !this.state.data.connections.length;
    }

    get successRate() {
        const {percent} = this.kpis;
        return percent === null ? _t("no events yet") : `${percent} %`;
    }

    get successCount() {
        return _t("%s of %s events OK", this.kpis.good, this.kpis.total);
    }

    goesOn(banner) {
        return _t("It goes on at %s.", clockOf(banner.at));
    }

    /** Open exactly the records a figure was counted from. */
    async openFigure(key) {
        const {action, domain, name} = this.state.data.links[key];
        // The menu's action says in words what an empty list means.
        const known = await this.action.loadAction(action);
        const context = key === "quarantined" ? {search_default_by_reason: 1} : {};
        this.action.doAction({...known, name, domain, context});
    }

    openRecord(model, id) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async setUp() {
        this.openAction(await this.orm.call("xero.setup", "action_open", []));
    }

    /** A button of a view gets its action with the views filled in; a plain call does not. */
    async openAction(action) {
        if (action.view_mode && !action.views) {
            action.views = action.view_mode.split(",").map((mode) => [false, mode]);
        }
        await this.action.doAction(action, {onClose: () => this.load()});
    }

    async pressBanner(banner) {
        await this.openAction(
            await this.orm.call(banner.model, banner.method, [[banner.id]])
        );
    }

    async syncNow() {
        this.state.asked = true;
        try {
            const told = await this.orm.call("xero.connection", "action_sync_all", [
                [],
            ]);
            this.notification.add(told.params.message, {type: "info"});
        } finally {
            await this.load();
        }
    }
}

registry.category("actions").add("xero_connector.dashboard", XeroDashboard);
