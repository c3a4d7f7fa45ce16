import { isCardNumber } from './is-card-number.ts';

/** Most texts have nothing of it: one test decides. */
const SUSPECT = /\d{3}|tel:|sips?:|eyJ|bearer|token|key|secret|passw|signature|aaaakgaaaa/i;

/** Digits in groups, or behind a plus, which may be URL-encoded. Digits alone may be any id. */
const PHONES =
  /(?<![\w.])(?:(?:\+|%2B)\d[\d ().-]{5,18}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?!\d)|\b(?:tel|sips?):[^\s"'<>;,\\]+/gi;

const CARDS = /(?<![\w-])[2-6]\d{3}(?:[ -]?\d){8,15}(?![\w-])/g;

/**
 * A JWT, what follows the word Bearer, keys of AWS, tokens of Step Functions, and values of a query or form whose name says
 * that it is secret.
 *
 * Only the first `eyJ` of a run of word characters and hyphens may begin a JWT. If every `eyJ` might, the time would grow
 * with the square of the length of the run.
 */
const TOKENS =
  /\b(?=eyJ)(?<=(?<![\w-])(?:(?!\beyJ)[\w-])*)eyJ[\w-]{5,}(?:\.[\w-]*){1,4}|\bAKIA[0-9A-Z]{16}\b|\b[\w+/]{0,8}AAAAKgAAAA[\w+/]{20,}={0,2}|(?<=\bbearer\s{1,4})[\w.~+/=-]{4,}|(?<=\b[\w-]{0,40}(?:token|key|secret|password|signature|credential)=)[^&\s"'<>\\]+/gi;

/**
 * Replaces what looks like a telephone number, a card number or a token. What it returns stays the same when it is
 * redacted again.
 */
export const redactText = (text: string): string =>
  SUSPECT.test(text)
    ? text
        .replace(TOKENS, '[token]')
        .replace(CARDS, (digits) => (isCardNumber(digits) ? '[card]' : digits))
        .replace(PHONES, '[phone]')
    : text;
