/** @odoo-module **/

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Call a method of Odoo's as this page's user. */
export async function call(model, method, args) {
    const answer = await fetch(`/web/dataset/call_kw/${model}/${method}`, {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({
            jsonrpc: "2.0",
            method: "call",
            params: {model, method, args, kwargs: {}},
        }),
    });
    const {result, error} = await answer.json();
    if (error) {
        throw new Error(error.data.message);
    }
    return result;
}

/** The cron worker's part: it runs while the page is open, and the page is told nothing. */
export async function runCron(name) {
    const [id] = await call("ir.cron", "search", [[["name", "=", name]]]);
    await call("ir.cron", "method_direct_trigger", [[id]]);
}

function syncNow(cron) {
    return [
        {
            content: "Sync now",
            trigger: "button[name=action_xero_sync_now]",
            run: "click",
        },
        {
            content: "It says that it is on its way",
            trigger: ".o_notification:contains(On its way)",
            isCheck: true,
        },
        {
            content: "The state has a sign that something is going on; the job runs",
            trigger: "[name=xero_state] .o_xero_pending",
            async run() {
                await runCron(cron);
            },
        },
        {
            content: "The page updates by itself: nothing is on its way any more",
            trigger: "[name=xero_state]:not(:has(.o_xero_pending)) .badge",
            isCheck: true,
        },
    ];
}

tours.add("xero_partner_sync_now", {
    test: true,
    steps: () => [
        {
            content: "The Xero side of a partner",
            trigger: ".o_form_view a[name=xero]",
            run: "click",
        },
        {
            content: "It is not in Xero yet",
            trigger: "[name=xero_state] .badge:contains(Not in Xero)",
            isCheck: true,
        },
        ...syncNow("Xero: export contacts"),
        {
            content: "It says so",
            trigger: "[name=xero_state] .badge:contains(In agreement)",
            isCheck: true,
        },
        {
            content: "And the way to Xero is there",
            trigger: "button[name=action_xero_open]",
            isCheck: true,
        },
    ],
});

tours.add("xero_partner_read_back", {
    test: true,
    steps: () => [
        {
            content: "The Xero side of a partner",
            trigger: ".o_form_view a[name=xero]",
            run: "click",
        },
        ...syncNow("Xero: import contacts"),
        {
            content: "What was changed in Xero stands on the page",
            trigger: "div[name=email] input",
            run() {
                const {value} = document.querySelector("div[name=email] input");
                if (value !== "books@example.com") {
                    throw new Error(`The page still shows “${value}”.`);
                }
            },
        },
    ],
});

tours.add("xero_product_sync_now", {
    test: true,
    steps: () => [
        {
            content: "The Xero side of a product",
            trigger: ".o_form_view a[name=xero]",
            run: "click",
        },
        {
            content: "It is not in Xero yet",
            trigger: "[name=xero_state] .badge:contains(Not in Xero)",
            isCheck: true,
        },
        ...syncNow("Xero: export items"),
        {
            content: "It says so",
            trigger: "[name=xero_state] .badge:contains(In agreement)",
            isCheck: true,
        },
    ],
});
