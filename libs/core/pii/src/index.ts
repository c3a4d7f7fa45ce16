export { makeProtect, type Protect, TOO_DEEP } from './make-protect.ts';
export { needsKey, PiiFields, strictestOf } from './pii-fields.ts';
export { redactText } from './redact-text.ts';
