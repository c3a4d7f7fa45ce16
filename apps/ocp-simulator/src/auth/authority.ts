import { makeTokenIssuer, type TokenAnswer } from './token-issuer.ts';

/** What clients of the Export API must carry. */
export const AUTH_KINDS = ['api-key', 'bearer', 'pat', 'oidc'] as const;
export type AuthKind = (typeof AUTH_KINDS)[number];

type AuthorityRules = {
  readonly kind: AuthKind;
  /** The API key, the token, or the secret of the OIDC client. */
  readonly secret: string;
  /** After so many requests the secret, or every token, is accepted no more; 0: never. */
  readonly endsAfterRequests: number;
  /** The secret that is accepted afterwards. */
  readonly nextSecret?: string | undefined;
  readonly tokenLifeMs: number;
  readonly now: () => number;
};

export type Headers = Readonly<Record<string, string | string[] | undefined>>;

export type Authority = {
  /** Judges one request to the Export API. @returns why it is refused. */
  refusalOf(headers: Headers): string | undefined;
  /** From now on the secret, or every token so far, is accepted no more. */
  end(): void;
  /** Answers a request for a token. */
  issue(form: unknown): TokenAnswer;
};

/** Demands one kind of credential, and lets it end in the middle of a run. */
export const makeAuthority = (rules: AuthorityRules): Authority => {
  const { kind, secret, endsAfterRequests, nextSecret, now } = rules;
  const issuer = makeTokenIssuer(rules);
  let accepted = 0;
  let hasEnded = false;

  const end = (): void => {
    hasEnded = true;
    issuer.revokeAll();
  };
  const isGood = (carried: string): boolean =>
    kind === 'oidc' ? issuer.isValid(carried, now()) : carried === (hasEnded ? nextSecret : secret);

  return {
    refusalOf: (headers) => {
      if (!hasEnded && endsAfterRequests > 0 && accepted >= endsAfterRequests) end();
      const carried = carriedBy(kind, headers);
      if (carried === undefined) return `the request carries no ${kind}`;
      if (!isGood(carried)) return `the ${kind} is wrong or has ended`;
      accepted += 1;
      return undefined;
    },
    end,
    issue: issuer.issue,
  };
};

const BEARER = /^Bearer (.+)$/;

const carriedBy = (kind: AuthKind, headers: Headers): string | undefined => {
  switch (kind) {
    case 'api-key':
      return headerOf(headers, 'x-api-key');
    case 'pat':
      return headerOf(headers, 'x-ocp-personal-access-token');
    case 'bearer':
    case 'oidc':
      return BEARER.exec(headerOf(headers, 'authorization') ?? '')?.[1];
    default:
      return kind satisfies never;
  }
};

const headerOf = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};
