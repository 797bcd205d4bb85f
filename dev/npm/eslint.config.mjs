// Rules for the JavaScript of the addon. The configuration is copied beside node_modules in the cache.
import globals from "globals";
import js from "@eslint/js";

export default [
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", owl: "readonly"},
        },
        linterOptions: {reportUnusedDisableDirectives: "error"},
        rules: {
            complexity: ["error", 10],
            curly: "error",
            eqeqeq: "error",
            "max-lines": ["error", 300],
            "max-lines-per-function": ["error", 60],
            "no-alert": "error",
            "no-console": "error",
            "no-eval": "error",
            "no-shadow": "error",
            "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
    {
        // A tour is one long list of steps.
        files: ["**/static/tests/**/*.js"],
        rules: {"max-lines-per-function": "off"},
    },
];
