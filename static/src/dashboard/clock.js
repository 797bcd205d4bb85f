/** @odoo-module **/

import {deserializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";

const {DateTime} = globalThis.luxon;

/** A server time in the reader's time zone: the time alone for today, with the day otherwise. */
export function clockOf(serverTime) {
    const time = deserializeDateTime(serverTime);
    const today = time.hasSame(DateTime.local({zone: time.zone}), "day");
    const day = today ? {} : {day: "numeric", month: "short"};
    return time.toLocaleString({...day, hour: "2-digit", minute: "2-digit"});
}

/** The same time in full, for whoever points at it. */
export function fullClockOf(serverTime) {
    return deserializeDateTime(serverTime).toLocaleString(DateTime.DATETIME_FULL);
}

/** "in 27 min", or what happens when the access has run out meanwhile. */
export function refreshWords(minutes) {
    if (!minutes) {
        return _t("with the next sync");
    }
    return _t("in %s min", minutes);
}
