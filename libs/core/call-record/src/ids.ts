import { z } from 'zod';

/** S3 allows keys of 1,024 bytes. The key of quarantined bytes has both ids, escaped, and 77 bytes more. */
const MAX_ESCAPED_BYTES = 470;

/**
 * `#` joins the two parts of a call's key, so an id must not contain it. Lone surrogates have no UTF-8. SQS and SNS accept
 * the characters of XML only: they refuse U+FFFE and U+FFFF, or change them to another character, which names another call.
 */
const idText = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^#\p{Cc}\p{Cs}\uFFFE\uFFFF]+$/u, {
    error: 'must have no "#", no control character, no half of a surrogate pair, no U+FFFE and no U+FFFF',
    abort: true,
  })
  .refine((id) => encodeURIComponent(id).length <= MAX_ESCAPED_BYTES, {
    error: `must be at most ${MAX_ESCAPED_BYTES} bytes when URL-encoded`,
  });

/** Letters, digits, `_`, `.` and `-` need no escape, so such a text is an id by all rules above. Nearly every id is plain. */
const PLAIN = /^[\w.-]{1,256}$/;

/** Whether a value certainly is an id. Only the schema knows of the others. */
export const isPlainId = (value: unknown): value is string => typeof value === 'string' && PLAIN.test(value);

export const TenantId = idText.brand<'TenantId'>();
export type TenantId = z.infer<typeof TenantId>;

/** The dialog id that a recording names; unique within its tenant. */
export const CallId = idText.brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

/** The OCP account whose calls are exported together, by its OCP group name. */
export const GroupId = idText.brand<'GroupId'>();
export type GroupId = z.infer<typeof GroupId>;

export const ReconciliationId = z.string().min(1).max(128).brand<'ReconciliationId'>();
export type ReconciliationId = z.infer<typeof ReconciliationId>;

/** Identifies one call. */
export type CallKey = { readonly tenantId: TenantId; readonly callId: CallId };

/**
 * Calls that a listing of a shared group names, and that no tenant knows, are kept under this tenant. Calls of
 * unregistered groups are kept by their sender, under `unknown:{sender}`.
 */
export const UNKNOWN_TENANT = TenantId.parse('unknown');
