export { makeProtect, type Protect } from './make-protect.ts';
export { needsKey, PiiFields } from './pii-fields.ts';
export { redactText } from './redact-text.ts';
