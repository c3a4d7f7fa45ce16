import type { RegistryGroup } from '@recordings/call-record';
import { makeProtect } from '@recordings/pii';
import type { OcpAuth } from '../auth/ocp-auth.ts';
import type { ProbeExchange } from './probe-exchange.ts';
import { formOfFile } from './probe-file.ts';
import type { ProbeFinding } from './probe-finding.ts';

/** Headers that say something of the form of the API. All others are left out, credentials and cookies among them. */
const KEPT_HEADERS =
  /^(content-(type|length|encoding|range|disposition)|date|location|retry-after|accept-ranges|etag|x-[\w-]*(sum|hash|limit|request)[\w-]*)$/;

const MIN_SECRET_CHARACTERS = 4;

/** Every text of the credentials that is long enough to be one. */
const secretsOf = (auth: OcpAuth): string[] =>
  Object.entries(auth)
    .flatMap(([name, value]): unknown[] => (name === 'kind' || name === 'tokenUrl' ? [] : [value]))
    .flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : [value]))
    .filter((value) => typeof value === 'string')
    .filter((value) => value.length >= MIN_SECRET_CHARACTERS);

/**
 * An exchange that may be kept and sent to others: without credentials, audio, signed links, and personal fields. What the policy
 * of the group keeps is left out here too.
 */
export const redactExchange = (
  { operation, method, url, sent, status, headers, answer, file }: ProbeExchange,
  auth: OcpAuth,
  { pii }: Pick<RegistryGroup, 'pii'>,
): object => {
  const clean = makeClean(auth, pii);
  return {
    operation,
    request: {
      method,
      url: clean(`${url.origin}${url.pathname}`),
      ...(url.search !== '' && { query: clean(Object.fromEntries(url.searchParams)) }),
      ...(sent && { body: clean(sent) }),
    },
    status,
    headers: clean(Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)))),
    ...(answer !== undefined && { answer: clean(answer) }),
    ...(file && { file: { form: formOfFile(file.start), sizeBytes: file.sizeBytes, sha256: file.sha256 } }),
  };
};

/** A finding has values of answers: they are made fit to be kept as the exchanges are. */
export const redactFinding = (
  finding: ProbeFinding,
  auth: OcpAuth,
  { pii }: Pick<RegistryGroup, 'pii'>,
): ProbeFinding => ({
  ...finding,
  seen: String(makeClean(auth, pii)(finding.seen)).replace(/\?\S*=\S*/g, '?[left out]'),
});

const makeClean = (auth: OcpAuth, pii: RegistryGroup['pii']) => {
  const secrets = secretsOf(auth);
  const fields = Object.fromEntries(Object.keys(pii).map((name) => [name, 'drop' as const]));
  const protect = makeProtect({
    fields: { ...fields, customerId: 'drop', agentId: 'drop', agent: 'drop' },
    hash: () => '[hashed]',
  });
  return (value: unknown): unknown =>
    cleanTexts(typeof value === 'string' ? protect.text(value) : protect.value(value), secrets);
};

/** A link may be signed: its query is left out. */
const QUERY = /(https?:\/\/[^\s"'?]+)\?[^\s"']*/g;

const cleanTexts = (value: unknown, secrets: readonly string[]): unknown => {
  if (typeof value === 'string') {
    const text = value.replace(QUERY, '$1?[left out]');
    return secrets.reduce((safe, secret) => safe.replaceAll(secret, '[credential]'), text);
  }
  if (Array.isArray(value)) return value.map((one) => cleanTexts(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleanTexts(inner, secrets)]));
};
