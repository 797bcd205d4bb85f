/** @odoo-module **/

import {registry} from "@web/core/registry";

const FIELDS = ["xero_state", "xero_pending"];
const SOON = 2000;
const LATER = 10000;
const YOUNG = 60000;
const PATIENCE = 600000;

/**
 * Follows records that are on their way to or from Xero: one read a model for all that are shown,
 * every two seconds in the first minute, then every ten, for ten minutes at most.
 */
export const pendingService = {
    dependencies: ["orm"],
    start(env, {orm}) {
        const followed = new Set();
        let timer = null;

        function plan() {
            clearTimeout(timer);
            if (followed.size) {
                const newest = Math.max(...[...followed].map((entry) => entry.since));
                timer = setTimeout(look, Date.now() - newest < YOUNG ? SOON : LATER);
            }
        }

        async function look() {
            if (document.visibilityState === "visible") {
                const models = new Set([...followed].map((entry) => entry.model));
                await Promise.all([...models].map(lookAt));
            }
            plan();
        }

        async function lookAt(model) {
            const entries = [...followed].filter((entry) => entry.model === model);
            const ids = [...new Set(entries.map((entry) => entry.id))];
            let rows = [];
            try {
                rows = await orm.silent.read(model, ids, FIELDS);
            } catch {
                // The next look may reach the server; PATIENCE ends it if none does.
            }
            const found = Object.fromEntries(rows.map((row) => [row.id, row]));
            for (const entry of entries) {
                const row = found[entry.id];
                const tired = Date.now() - entry.since > PATIENCE;
                if (tired || (row && !row.xero_pending)) {
                    followed.delete(entry);
                }
                if (row) {
                    entry.tell(row);
                }
            }
        }

        return {
            /**
             * Tell what a record's state is until nothing of it is on its way any more.
             * @param {String} model
             * @param {Number} id
             * @param {Function} tell called with {xero_state, xero_pending}
             * @returns {Function} ends it
             */
            follow(model, id, tell) {
                const entry = {model, id, tell, since: Date.now()};
                followed.add(entry);
                plan();
                return () => followed.delete(entry);
            },
        };
    },
};

registry.category("services").add("xero_pending", pendingService);
