import { createSecureContext } from 'node:tls';
import { z } from 'zod';

const secret = z.string().min(1, 'must not be empty');
/** A file often ends with a line break, which no header may have. */
export const HEADER_VALUE = /^[\x21-\x7e]+$/;
const headerValue = secret.regex(
  HEADER_VALUE,
  'must have no space, control character or non-ASCII character',
);
const day = z.union([z.iso.date(), z.iso.datetime({ offset: true })], {
  error: 'must be a day (2026-01-15) or a time with an offset',
});

const isUsable = (given: object): boolean => {
  try {
    createSecureContext(given);
    return true;
  } catch {
    return false;
  }
};

/** PEM text. With it the connections to OCP's own host are mutual TLS. */
const ClientCertificate = z
  .strictObject({
    cert: secret,
    key: secret,
    passphrase: z.string().optional(),
    /** The authorities that OCP's certificate is trusted by, instead of the usual ones. */
    ca: secret.optional(),
  })
  .refine(isUsable, {
    error: 'must have a certificate and its own key in PEM, with the passphrase if the key has one',
  });
export type ClientCertificate = z.infer<typeof ClientCertificate>;

const common = {
  clientCertificate: ClientCertificate.optional(),
  /** When OCP stops accepting it. */
  expiresAt: day.optional(),
};

const Oidc = z
  .strictObject({
    ...common,
    kind: z.literal('oidc'),
    /** A path is one on OCP's own host. */
    tokenUrl: z.union([z.url({ protocol: /^https?$/ }), z.string().regex(/^\/[^/]/)], {
      error: 'must be a URL, or a path on the host of OCP_BASE_URL',
    }),
    clientId: secret,
    clientSecret: secret.optional(),
    /** Of a session that a person has opened. OCP's password grant wants an OTP. */
    refreshToken: secret.optional(),
    scope: z.string().min(1).optional(),
  })
  .refine(({ clientSecret, refreshToken }) => (clientSecret ?? refreshToken) !== undefined, {
    error: 'must have a clientSecret or a refreshToken',
  });
export type Oidc = z.infer<typeof Oidc>;

/** How we authenticate to OCP. */
export const OcpAuth = z.discriminatedUnion('kind', [
  /** `header`: another than X-API-Key. */
  z.strictObject({
    ...common,
    kind: z.literal('api-key'),
    apiKey: headerValue,
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header')
      .optional(),
  }),
  z.strictObject({ ...common, kind: z.literal('bearer'), token: headerValue }),
  /** A PAT belongs to one OCP group and expires when it is not used for 90 days. */
  z.strictObject({ ...common, kind: z.literal('pat'), token: headerValue, issuedAt: day.optional() }),
  Oidc,
  z.strictObject({ ...common, kind: z.literal('certificate'), clientCertificate: ClientCertificate }),
]);
export type OcpAuth = z.infer<typeof OcpAuth>;

/** By the name that groups of the registry have. */
export const OcpCredentials = z.record(z.string(), OcpAuth);
export type OcpCredentials = z.infer<typeof OcpCredentials>;
