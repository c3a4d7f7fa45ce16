import { randomUUID } from 'node:crypto';
import { z } from 'zod';

export const CLIENT_ID = 'recordings';

/** A session lives so many times as long as a token. */
const SESSION_LIVES = 6;

const Form = z.looseObject({
  grant_type: z.string(),
  client_id: z.string(),
  client_secret: z.string().optional(),
  refresh_token: z.string().optional(),
});

export type TokenAnswer = { readonly status: 200 | 400 | 401; readonly body: object };

export type TokenIssuer = {
  issue(form: unknown): TokenAnswer;
  isValid(token: string, now: number): boolean;
  /** Ends every token and session. */
  revokeAll(): void;
};

type TokenRules = {
  /** Of the client. */
  readonly secret: string;
  readonly tokenLifeMs: number;
  readonly now: () => number;
};

/** Issues tokens as Keycloak does: a refresh token is used once. */
export const makeTokenIssuer = ({ secret, tokenLifeMs, now }: TokenRules): TokenIssuer => {
  const tokens = new Map<string, number>();
  const sessions = new Map<string, number>();

  const grant = (): TokenAnswer => {
    const [access, refresh] = [randomUUID(), randomUUID()];
    tokens.set(access, now() + tokenLifeMs);
    sessions.set(refresh, now() + SESSION_LIVES * tokenLifeMs);
    return {
      status: 200,
      body: {
        access_token: access,
        expires_in: tokenLifeMs / 1_000,
        refresh_token: refresh,
        refresh_expires_in: (SESSION_LIVES * tokenLifeMs) / 1_000,
        token_type: 'Bearer',
      },
    };
  };

  return {
    issue: (given) => {
      const { data: form } = Form.safeParse(given);
      if (!form || form.client_id !== CLIENT_ID || form.client_secret !== secret)
        return { status: 401, body: { error: 'invalid_client' } };
      if (form.grant_type === 'client_credentials') return grant();
      const untilMs = sessions.get(form.refresh_token ?? '') ?? 0;
      sessions.delete(form.refresh_token ?? '');
      if (form.grant_type === 'refresh_token' && untilMs > now()) return grant();
      return { status: 400, body: { error: 'invalid_grant' } };
    },
    isValid: (token, nowMs) => (tokens.get(token) ?? 0) > nowMs,
    revokeAll: () => {
      tokens.clear();
      sessions.clear();
    },
  };
};
