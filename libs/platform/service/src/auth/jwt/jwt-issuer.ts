import { z } from 'zod';
import { Scope } from '../scope.ts';

/** Signed by a private key only. With a shared secret (HS256) the public keys of the issuer would sign, too. */
const Algorithm = z.enum([
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'] as const),
]);

/** Over plain HTTP anyone on the way could give us keys. */
const isSafeUrl = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};

/** The name of a claim, or a JSON pointer to it: `scope`, `/realm_access/roles`. */
const Claim = z.string().min(1);

/** Who issues tokens, and what they may do. Strict: with a misspelt `tenants`, a token would reach more than it should. */
const JwtIssuer = z.strictObject({
  /** For metrics, and before the name of each caller. */
  name: z.string().regex(/^[\w.-]{1,64}$/),
  /** `iss` of its tokens, character for character. */
  issuer: z.string().min(1),
  /** One of these must be in `aud`. */
  audience: z.array(z.string().min(1)).min(1),
  jwksUrl: z.url().refine(isSafeUrl, 'must be https'),
  algorithms: z.array(Algorithm).min(1).default(['RS256']),
  clockToleranceSeconds: z.int().min(0).max(300).default(30),
  /** The most that its tokens may reach. */
  tenants: z.array(z.string().min(1)).min(1),
  claims: z.strictObject({
    /** Who asks. */
    name: Claim.default('sub'),
    /** Text with blanks, or a list. */
    scopes: Claim.default('scope'),
    /** The same. Without it a token reaches all tenants of the issuer. */
    tenants: Claim.optional(),
  }),
  /** What its words for scopes mean. Default: they are ours. */
  scopes: z.record(z.string(), z.array(Scope)).optional(),
});
export type JwtIssuer = z.infer<typeof JwtIssuer>;

const namesOf = (issuers: readonly JwtIssuer[]): string[][] => [
  issuers.map(({ name }) => name),
  issuers.map(({ issuer }) => issuer),
];

export const JwtIssuers = z
  .array(JwtIssuer)
  .refine(
    (issuers) => namesOf(issuers).every((names) => new Set(names).size === names.length),
    'an issuer is there twice',
  );
