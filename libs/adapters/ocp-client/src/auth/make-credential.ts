import { DEFAULT_EXPORT_API } from '@recordings/call-record';
import {
  OcpContractError,
  OcpCredentialsError,
  type OcpGate,
  OcpRequestRejectedError,
} from '@recordings/reconciliation';
import type { Exchange, OcpRequest } from '../exchange.ts';
import { makeHostGuard } from '../host-guard.ts';
import { readAnswer } from '../read-answer.ts';
import { makeSendOnce } from '../send-once.ts';
import { type Credential, NO_CREDENTIAL } from './credential.ts';
import type { OcpAuth, Oidc } from './ocp-auth.ts';
import { makeStaticCredential } from './static-credential.ts';
import { makeTokenSource } from './token-source.ts';

export type CredentialDeps = {
  readonly baseUrl: string;
  /** Sends requests for tokens. */
  readonly exchange: Exchange;
  readonly isHttpAllowed: boolean;
  readonly gate: OcpGate;
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** @throws {OcpCredentialsError} if the credential is not a valid header value. */
export const makeCredential = (auth: OcpAuth, deps: CredentialDeps): Credential =>
  auth.kind === 'oidc' ? makeTokens(auth, deps) : makeStaticCredential(auth);

const makeTokens = (
  oidc: Oidc,
  { baseUrl, exchange, isHttpAllowed, gate, now }: CredentialDeps,
): Credential => {
  const url = new URL(oidc.tokenUrl, baseUrl);
  const guard = makeHostGuard({ baseUrl: url.href, allowedDownloadHosts: [], isHttpAllowed });
  // A token endpoint on OCP's own host takes from its budget.
  const isOcp = url.host === new URL(baseUrl).host;
  const sendOnce = makeSendOnce({
    baseUrl,
    exchange,
    gate,
    group: oidc.clientId,
    credential: NO_CREDENTIAL,
  });
  const send = isOcp
    ? (request: OcpRequest<unknown>) => sendOnce(request, undefined, unaborted())
    : (request: OcpRequest<unknown>) => exchange(request, unaborted());
  return makeTokenSource(oidc, {
    now,
    post: async (form) => {
      guard('token', url);
      const answer = await send(tokenRequest(url, form)).catch(refuseCredentials);
      if (answer.kind === 'read') return answer.value;
      throw new OcpContractError('OCP token: redirected, which is not allowed');
    },
  });
};

/** The time limit of a request ends it. Callers that stop waiting do not. */
const unaborted = (): AbortSignal => new AbortController().signal;

const tokenRequest = (url: URL, form: Readonly<Record<string, string>>): OcpRequest<unknown> => ({
  operation: 'token',
  method: 'POST',
  url,
  form,
  refusals: DEFAULT_EXPORT_API.refusals,
  accepts: [200],
  read: (response) => readAnswer('token', DEFAULT_EXPORT_API.refusals, response),
});

/** RFC 6749: a client or a grant that is not valid is refused by 400. */
const refuseCredentials = (error: unknown): never => {
  if (error instanceof OcpRequestRejectedError)
    throw new OcpCredentialsError(error.message, { cause: error });
  throw error;
};
