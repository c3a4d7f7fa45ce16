import { OcpContractError, OcpCredentialsError } from '@recordings/reconciliation';
import { z } from 'zod';
import { orAborted } from '../or-aborted.ts';
import type { Credential } from './credential.ts';
import { HEADER_VALUE, type Oidc } from './ocp-auth.ts';

export type TokenSourceDeps = {
  /** Sends a form to the token endpoint. @returns the JSON of its answer. */
  readonly post: (form: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

const seconds = z.coerce.number().min(0).optional().catch(undefined);
const Answer = z.object({
  access_token: z.string().regex(HEADER_VALUE),
  expires_in: seconds,
  refresh_token: z.string().min(1).optional().catch(undefined),
  refresh_expires_in: seconds,
});

/** A token is renewed so long before its end, or after four fifths of its life if that is later. */
const LEAD_MS = 30_000;
/** Of a token whose answer does not say how long it lives. */
const UNKNOWN_LIFE_S = 60;

type Access = { readonly token: string; readonly renewMs: number };
type Session = { readonly token: string; readonly untilMs: number };

/**
 * The access tokens of an OIDC client: refreshed while its session lives, else asked for anew. Requests that need a token
 * at the same time wait for one answer.
 */
export const makeTokenSource = (oidc: Oidc, deps: TokenSourceDeps): Credential => {
  const sessions = makeSessions(oidc, deps);
  let access: Access | undefined;
  let asking: Promise<Access> | undefined;

  const valid = async (): Promise<Access> => {
    if (access && deps.now() < access.renewMs) return access;
    asking ??= sessions.renew().finally(() => {
      asking = undefined;
    });
    access = await asking;
    return access;
  };

  return {
    headers: async (signal) => ({ authorization: `Bearer ${(await orAborted(valid(), signal)).token}` }),
    refuse: ({ authorization }) => {
      if (authorization === `Bearer ${access?.token}`) access = undefined;
      return true;
    },
    secrets: () =>
      [oidc.clientSecret, oidc.refreshToken, sessions.refreshToken(), access?.token].filter(
        (secret) => secret !== undefined,
      ),
  };
};

const makeSessions = (oidc: Oidc, { post, now }: TokenSourceDeps) => {
  let session: Session | undefined = oidc.refreshToken
    ? { token: oidc.refreshToken, untilMs: Number.POSITIVE_INFINITY }
    : undefined;

  const keep = (answer: unknown): Access => {
    const { data } = Answer.safeParse(answer);
    if (!data) throw new OcpContractError('OCP token: expected an answer with an access_token');
    if (data.refresh_token !== undefined)
      session = sessionOf(data.refresh_token, data.refresh_expires_in, now());
    const lifeMs = (data.expires_in ?? UNKNOWN_LIFE_S) * 1_000;
    return { token: data.access_token, renewMs: now() + lifeMs - Math.min(LEAD_MS, lifeMs / 5) };
  };

  return {
    refreshToken: (): string | undefined => session?.token,
    renew: async (): Promise<Access> => {
      if (session === undefined || session.untilMs <= now()) return keep(await post(signInForm(oidc)));
      try {
        return keep(await post(refreshForm(oidc, session.token)));
      } catch (error) {
        // The session has ended early. A client with a secret opens another.
        if (oidc.clientSecret === undefined || !(error instanceof OcpCredentialsError)) throw error;
        session = undefined;
        return keep(await post(signInForm(oidc)));
      }
    },
  };
};

/** Keycloak gives 0 for a session without an end. */
const sessionOf = (token: string, lifeS: number | undefined, nowMs: number): Session => ({
  token,
  untilMs: lifeS ? nowMs + lifeS * 1_000 : Number.POSITIVE_INFINITY,
});

const clientOf = ({ clientId, clientSecret, scope }: Oidc): Record<string, string> => ({
  client_id: clientId,
  ...(clientSecret !== undefined && { client_secret: clientSecret }),
  ...(scope !== undefined && { scope }),
});

const signInForm = (oidc: Oidc): Record<string, string> => {
  if (oidc.clientSecret === undefined)
    throw new OcpCredentialsError('OCP token: the session of the refreshToken has ended; it needs another');
  return { grant_type: 'client_credentials', ...clientOf(oidc) };
};

const refreshForm = (oidc: Oidc, token: string): Record<string, string> => ({
  grant_type: 'refresh_token',
  refresh_token: token,
  ...clientOf(oidc),
});
