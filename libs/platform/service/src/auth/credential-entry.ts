import { EXPORT_SENDER } from '@recordings/call-record';
import { z } from 'zod';
import { Scope } from './scope.ts';

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex');

/** A day means its midnight in UTC. In milliseconds since 1970. */
const Instant = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a day (2026-12-01) or a time with an offset (2026-12-01T10:30:00Z)',
  })
  .transform((text) => Date.parse(text));

/** Strict: with a misspelt `expires`, a key would be valid for ever. */
const ApiKey = z
  .strictObject({
    id: z.string().regex(/^[\w.-]{1,64}$/, 'must have 1 to 64 letters, digits, ".", "_" or "-"'),
    sha256: Sha256,
    /** From this time on the key is valid. */
    notBefore: Instant.optional(),
    /** From this time on the key is refused. */
    expires: Instant.optional(),
  })
  .refine(
    ({ notBefore, expires }) => notBefore === undefined || expires === undefined || notBefore < expires,
    {
      error: 'must have notBefore before expires',
    },
  );
export type ApiKey = z.infer<typeof ApiKey>;

/** Distinguished names as the load balancer writes them (RFC 2253), character for character. */
const ClientCertificate = z.strictObject({
  subject: z.string().min(1),
  /** Needed if several CAs are trusted: each of them can issue this subject. */
  issuer: z.string().min(1).optional(),
});
export type ClientCertificate = z.infer<typeof ClientCertificate>;

/**
 * One caller, as it is configured. A key itself is not stored, only its SHA-256. `keySha256` is a key without dates, whose
 * id is the first 8 digits of it. Versions that know only `keySha256` ignore `keys`.
 */
const CredentialEntry = z
  .object({
    name: z
      .string()
      .min(1)
      .refine(
        (name) => name !== EXPORT_SENDER,
        `must not be "${EXPORT_SENDER}", the sender of exported events`,
      ),
    keySha256: Sha256.optional(),
    keys: z.array(ApiKey).default([]),
    certificates: z.array(ClientCertificate).default([]),
    tenants: z.array(z.string().min(1)).min(1),
    scopes: z.array(Scope).min(1),
  })
  .refine(
    ({ keySha256, keys, certificates }) =>
      keySha256 !== undefined || keys.length > 0 || certificates.length > 0,
    'must have keySha256, keys or certificates',
  );
export type CredentialEntry = z.infer<typeof CredentialEntry>;

export const CredentialEntries = z.array(CredentialEntry).min(1).superRefine(refuseRepetitions);

/** All keys of an entry. */
export const keysOf = ({ keySha256, keys }: CredentialEntry): ApiKey[] =>
  keySha256 === undefined ? keys : [{ id: keySha256.slice(0, 8), sha256: keySha256 }, ...keys];

/** Names of what must be of one caller only, and once: keys, ids of keys, certificates. */
const namesOf = (entry: CredentialEntry): string[] => [
  ...keysOf(entry).flatMap(({ id, sha256 }) => [`key ${sha256}`, `id ${entry.name} ${id}`]),
  ...entry.certificates.map(({ subject, issuer = '' }) => `certificate ${issuer} ${subject}`),
];

/** A key of two callers would mean the first of them, and two keys with one id would be counted as one. */
function refuseRepetitions(entries: readonly CredentialEntry[], context: z.RefinementCtx): void {
  const seen = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    for (const name of namesOf(entry)) {
      if (seen.has(name)) {
        const message = 'has a key, the id of a key or a certificate that is there already';
        context.addIssue({ code: 'custom', path: [index], message });
      }
      seen.add(name);
    }
  }
}
