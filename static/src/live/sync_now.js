/** @odoo-module **/

import {Component, onWillUnmount, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {ViewButton} from "@web/views/view_button/view_button";

/**
 * "Sync now" with the seconds until it may be pressed again. The server says how many they are
 * whenever the page is read, and refuses who comes too early; in between they are counted here.
 */
export class XeroSyncNow extends Component {
    static template = "xero_connector.SyncNow";
    static components = {ViewButton};
    static props = ["*"];

    setup() {
        this.state = useState({now: Date.now()});
        this.until = {};
        this.timer = null;
        useEffect(
            (cooldown) => this.begin(cooldown || {}),
            () => [this.props.record.data.cooldown]
        );
        onWillUnmount(() => clearInterval(this.timer));
    }

    begin(cooldown) {
        this.state.now = Date.now();
        this.until = Object.fromEntries(
            Object.entries(cooldown).map(([way, seconds]) => [
                way,
                this.state.now + 1000 * seconds,
            ])
        );
        clearInterval(this.timer);
        if (Object.values(cooldown).some((seconds) => seconds > 0)) {
            this.timer = setInterval(() => this.tick(), 1000);
        }
    }

    tick() {
        this.state.now = Date.now();
        if (Object.values(this.until).every((moment) => moment <= this.state.now)) {
            clearInterval(this.timer);
        }
    }

    left(way) {
        return Math.max(0, Math.ceil((this.until[way] - this.state.now) / 1000));
    }

    /** Seconds until anything can be asked for. */
    get seconds() {
        const ways = Object.keys(this.until);
        return ways.length ? Math.min(...ways.map((way) => this.left(way))) : 0;
    }

    get label() {
        return this.seconds ? _t("Sync now (%s s)", this.seconds) : _t("Sync now");
    }

    /** One direction may be free before the other. */
    get partly() {
        const {pull, push} = this.until;
        if (this.seconds || pull === undefined || push === undefined) {
            return "";
        }
        if (this.left("pull")) {
            return _t("import again in %s s", this.left("pull"));
        }
        return this.left("push") ? _t("export again in %s s", this.left("push")) : "";
    }

    get clickParams() {
        return {name: "action_sync_now", type: "object"};
    }
}

export const xeroSyncNow = {
    component: XeroSyncNow,
    fieldDependencies: [
        {name: "cooldown", type: "json"},
        {name: "enabled", type: "boolean"},
    ],
};

registry.category("view_widgets").add("xero_sync_now", xeroSyncNow);
registry.category("view_widgets").add("xero_sync_now_small", {
    ...xeroSyncNow,
    extractProps: () => ({small: true}),
});
