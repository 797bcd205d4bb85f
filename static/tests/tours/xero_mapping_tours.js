/** @odoo-module **/

import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const buttonsAtHand = {
    content: "On a narrow page the buttons are behind an arrow",
    trigger: ".o_list_view tr.o_data_row",
    run() {
        const arrow = document.querySelector("button.o_control_panel_collapsed_create");
        if (arrow) {
            arrow.click();
        }
    },
};

/** Ticks these lines one after the other; the sentence above counts them. */
function tick(line, count) {
    return Array.from({length: count}, (_, index) => [
        {
            content: "Tick what is wanted",
            trigger: `${line}:not(.o_selected_row) td[name=chosen]`,
            run: "click",
        },
        {
            content: "It says what will happen before anything does",
            trigger: `.alert:contains(${index + 1} of these will be created in Odoo)`,
            isCheck: true,
        },
    ]).flat();
}

/** From a mapping page: what only Xero has is shown, what is ticked is created. */
function createInOdoo(name, count = 1) {
    const line = `.o_field_x2many tr.o_data_row:contains(${name})`;
    return [
        buttonsAtHand,
        {
            content: "What only Xero has",
            trigger: "button[name=action_preview_import]",
            run: "click",
        },
        {
            content: "Nothing is chosen for a person",
            trigger: ".alert:contains(Nothing is ticked yet)",
            isCheck: true,
        },
        {
            content: "All at once",
            trigger: "button[name=action_select_all]",
            run: "click",
        },
        {
            content: "The one that is wanted is ticked with the others",
            trigger: `${line} input[type=checkbox]:checked`,
            isCheck: true,
        },
        {
            content: "None of them after all",
            trigger: "button[name=action_select_none]",
            run: "click",
        },
        {
            content: "Nothing is ticked again",
            trigger: ".alert:contains(Nothing is ticked yet)",
            isCheck: true,
        },
        ...tick(line, count),
        {
            content: "Yes",
            trigger: "button[name=action_create]",
            run: "click",
        },
        {
            content: "It is created and mapped",
            trigger: ".o_notification:contains(created and mapped)",
            isCheck: true,
        },
        {
            content: "The list shows it with its counterpart",
            trigger: `.o_list_table tr.o_data_row:contains(${name}) .badge:contains(Ready)`,
            isCheck: true,
        },
    ];
}

tours.add("xero_map_accounts", {
    test: true,
    steps: () => createInOdoo("Tool hire"),
});

tours.add("xero_map_taxes", {
    test: true,
    steps: () => createInOdoo("Levy", 2),
});

tours.add("xero_map_journals", {
    test: true,
    steps: () => [
        buttonsAtHand,
        {
            content: "Have Xero's accounts read",
            trigger: ".o_xero_press button:not([disabled])",
            run: "click",
        },
        {
            content: "The button counts the seconds until it may be pressed again",
            trigger: ".o_control_panel:has(.o_xero_press button[disabled]:contains(5))",
            isCheck: true,
        },
        buttonsAtHand,
        {
            content: "Confirm what is surely the same on both sides",
            trigger: "button[name=action_confirm_sure]",
            run: "click",
        },
        {
            content: "It says what is left",
            trigger: ".o_notification:contains(1 confirmed)",
            isCheck: true,
        },
        {
            content: "The journal that both have is confirmed",
            trigger: ".o_list_table tr.o_data_row:contains(Cheque):contains(Confirmed)",
            isCheck: true,
        },
        ...createInOdoo("Visa"),
    ],
});

tours.add("xero_choose_journal", {
    test: true,
    steps: () => [
        {
            content: "Another journal for bills",
            trigger: ".o_field_widget[name=purchase_journal_id] input",
            run: "text Imported",
        },
        {
            content: "It is in the list",
            trigger: ".o-autocomplete--dropdown-item:contains(Imported bills)",
            run: "click",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "Saved; on to the payment journals",
            trigger: ".o_form_saved button[name=action_payment_journals]",
            run: "click",
        },
        {
            content: "The list of payment journals",
            trigger: ".o_list_table tr.o_data_row:contains(Cheque)",
            isCheck: true,
        },
    ],
});
