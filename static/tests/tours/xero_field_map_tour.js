/** @odoo-module **/

import {registry} from "@web/core/registry";
import {runCron} from "./xero_document_tours";

/** Choose a field of Xero's: a plain list in one series, a menu in the other. */
async function chooseKey(label) {
    const select = document.querySelector("div[name=xero_key] select");
    if (select) {
        const found = [...select.options].find((one) => one.text.includes(label));
        select.value = found.value;
        select.dispatchEvent(new Event("change", {bubbles: true}));
        return;
    }
    document.querySelector("div[name=xero_key] input").click();
    for (let tries = 0; tries < 50; tries++) {
        const items = [...document.querySelectorAll(".o_select_menu_item")];
        const item = items.find((one) => one.textContent.includes(label));
        if (item) {
            item.click();
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`“${label}” is not in the menu.`);
}

/** Type an expression; the words of a tour's step lose a bracket at the end. */
function enter(text) {
    const input = document.querySelector("div[name=expression] input");
    input.value = text;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    input.dispatchEvent(new Event("change", {bubbles: true}));
}

registry.category("web_tour.tours").add("xero_field_map", {
    test: true,
    steps: () => [
        {
            content: "From the sync to its pairs of fields",
            trigger: "button[name=action_open_map]",
            run: "click",
        },
        {
            content: "The connector's own pairs are listed",
            trigger: ".o_list_view .o_data_row:contains(AccountNumber)",
            isCheck: true,
        },
        {
            content: "One more",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "A computed text",
            trigger: "div[name=kind] input[data-value=computed]",
            run: "click",
        },
        {
            content: "Where it goes in Xero",
            trigger: "div[name=xero_key]",
            async run() {
                await chooseKey("CompanyNumber");
            },
        },
        {
            content: "A bracket is missing",
            trigger: "div[name=expression] input",
            run() {
                enter("concat(upper(name)");
            },
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It says where",
            trigger: ".modal-body:contains(column 19)",
            isCheck: true,
        },
        {
            content: "Understood",
            trigger: ".modal-footer button.btn-primary",
            run: "click",
        },
        {
            content: "Put right",
            trigger: "div[name=expression] input",
            run() {
                enter("concat(upper(name), '!')");
            },
        },
        {
            content: "See it on live records",
            trigger: "button[name=action_preview]",
            run: "click",
        },
        {
            content: "It is on its way; the job runs",
            trigger: ".alert:contains(are being read from Xero)",
            async run() {
                await runCron("Xero: previews of field mappings");
            },
        },
        {
            content: "The page fills by itself",
            trigger: "div[name=sample_ids] .o_data_row:contains(ACACIA TIMBER!)",
            isCheck: true,
            timeout: 30000,
        },
        {
            content: "Use it",
            trigger: "button[name=action_use]",
            run: "click",
        },
        {
            content: "It is in use",
            trigger: ".alert:contains(Records that change from now on)",
            isCheck: true,
        },
    ],
});
