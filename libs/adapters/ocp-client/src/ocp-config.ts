import type { BreakerRules, BudgetLimit } from '@recordings/reconciliation';
import { z } from 'zod';
import type { OcpCredentials } from './auth/ocp-auth.ts';
import { parseOcpCredentials } from './auth/parse-credentials.ts';

/** Where credentials are read from again and again. */
export type CredentialsSource = { readonly address: string } | { readonly credentials: OcpCredentials };

const ADDRESS = /^(s3:\/\/|ssm:|secretsmanager:|\.{0,2}\/)/;

const Source = z
  .string()
  .transform((text, context): CredentialsSource => {
    if (ADDRESS.test(text)) return { address: text };
    try {
      return { credentials: parseOcpCredentials(text) };
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  })
  .meta({ expected: 'JSON, or the address of a secret' });

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

const splitAtCommas = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** It is in messages and logs. */
const hasCredentials = (url: string): boolean => {
  const { username = '', password = '' } = URL.parse(url) ?? {};
  return username !== '' || password !== '';
};

/** The variables of every service that talks to OCP. */
export const ocpConfig = {
  OCP_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .refine((url) => !hasCredentials(url), 'must have no user and no password: it is no secret')
    .describe('Base URL of the OCP API'),
  OCP_CREDENTIALS: Source.describe(
    'JSON object from the name of credentials in the registry to {kind: api-key, bearer, pat, oidc or certificate, ...}, or where it is: a path, `s3://{bucket}/{key}`, `secretsmanager:{name or ARN}` or `ssm:{name}`; see docs/ocp.md',
  ),
  OCP_CREDENTIALS_RELOAD_SECONDS: count(1, 3_600)
    .default(60)
    .describe('How often credentials that are at an address are read again'),
  OCP_TIMEOUT_MS: count(100, 600_000)
    .default(30_000)
    .describe('Longest wait for an answer of OCP, in milliseconds'),
  OCP_MAX_REQUESTS: count(1, 1_000_000)
    .default(100)
    .describe('Requests to OCP within OCP_REQUEST_PERIOD_SECONDS, over all workers together'),
  OCP_REQUEST_PERIOD_SECONDS: count(1, 3_600)
    .default(60)
    .describe('The period that OCP_MAX_REQUESTS counts in'),
  OCP_CLOCK_SLACK_MS: count(250, 10_000)
    .default(1_000)
    .describe(
      'Requests are spaced as if the period were longer by this, in milliseconds. The clocks of two workers may differ by 250 less',
    ),
  OCP_RETRY_MS: z
    .string()
    .regex(/^\d+(,\d+)*$/)
    .default('1000,5000,30000')
    .describe('Waits before a read of OCP is repeated, in milliseconds, comma-separated'),
  OCP_BREAKER_OPEN_SECONDS: count(1, 3_600)
    .default(60)
    .describe('How long the workers send OCP no request after 5 outages in a row'),
  OCP_BREAKER_LONG_OPEN_SECONDS: count(1, 3_600)
    .default(300)
    .describe('How long the workers send OCP no request after 10 outages in 5 minutes'),
  OCP_DOWNLOAD_HOSTS: z
    .string()
    .default('')
    .transform(splitAtCommas)
    .describe('Hosts beside that of OCP_BASE_URL that downloads may come from, comma-separated'),
  OCP_PRIVATE_HOSTS: z
    .string()
    .default('')
    .transform(splitAtCommas)
    .describe(
      'Host names of OCP and its downloads that may have a loopback or private address, as behind a private link, comma-separated, without ports',
    ),
  OCP_ALLOW_HTTP: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .describe(
      'Whether OCP_BASE_URL and downloads may be plain http, for local runs; else only https is used',
    ),
} as const;

export type OcpConfig = z.infer<z.ZodObject<typeof ocpConfig>>;

/** A rule over several variables, for the schema of an app: credentials and recordings do not travel in the clear. */
export const checkOcpConfig = (
  { OCP_BASE_URL, OCP_ALLOW_HTTP }: Pick<OcpConfig, 'OCP_BASE_URL' | 'OCP_ALLOW_HTTP'>,
  context: z.core.$RefinementCtx,
): void => {
  if (OCP_ALLOW_HTTP || new URL(OCP_BASE_URL).protocol === 'https:') return;
  const message = 'must be https; plain http needs OCP_ALLOW_HTTP=true, which is for local runs';
  context.addIssue({ code: 'custom', path: ['OCP_BASE_URL'], message });
};

/**
 * Host and port of OCP. All base URLs of one OCP give the same: scheme, default port, path, case and a dot at the end of
 * the host make no difference.
 */
export const ocpHostOf = ({ OCP_BASE_URL }: Pick<OcpConfig, 'OCP_BASE_URL'>): string => {
  const { hostname, port } = new URL(OCP_BASE_URL);
  return `${hostname.replace(/\.$/, '')}${port === '' ? '' : `:${port}`}`;
};

/** The request budget that all workers share: its limit from the configuration, and its name, which is OCP's host. */
export const requestBudgetOf = (
  config: Pick<
    OcpConfig,
    'OCP_BASE_URL' | 'OCP_MAX_REQUESTS' | 'OCP_REQUEST_PERIOD_SECONDS' | 'OCP_CLOCK_SLACK_MS'
  >,
): { readonly name: string; readonly limit: BudgetLimit } => ({
  name: ocpHostOf(config),
  limit: {
    maxRequests: config.OCP_MAX_REQUESTS,
    periodMs: config.OCP_REQUEST_PERIOD_SECONDS * 1000,
    slackMs: config.OCP_CLOCK_SLACK_MS,
  },
});

/** How long no request is sent after outages. */
export const breakerRulesOf = (
  config: Pick<OcpConfig, 'OCP_BREAKER_OPEN_SECONDS' | 'OCP_BREAKER_LONG_OPEN_SECONDS'>,
): BreakerRules => ({
  rowPauseMs: config.OCP_BREAKER_OPEN_SECONDS * 1000,
  burstPauseMs: config.OCP_BREAKER_LONG_OPEN_SECONDS * 1000,
});
