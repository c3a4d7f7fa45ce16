import { randomUUID } from 'node:crypto';
import type { Registry } from '@recordings/call-record';
import type { RunKeys } from '../services/service-settings.ts';
import type { ServiceUrls } from '../services/start-services.ts';

export type InvitationInput = {
  readonly urls: ServiceUrls;
  readonly keys: RunKeys;
  readonly registry: Registry;
  /** A recording to send. */
  readonly audioFile: string;
  readonly now: number;
};

const TEN_MINUTES_MS = 600_000;

/** Commands that work while the stack serves on: send a recording, look at it, ask the pooler for an execution. */
export const renderInvitation = ({ urls, keys, registry, audioFile, now }: InvitationInput): string => {
  const group = registry.groups.find(({ recording }) => recording.enabled)!;
  const callId = randomUUID();
  const push = [
    `curl -sS -H 'X-API-Key: ${keys.push}'`,
    ...[
      `callId=${callId}`,
      `groupId=${group.name}`,
      `callTimestamp=${new Date(now - TEN_MINUTES_MS).toISOString()}`,
      `file=@${/[,;]/.test(audioFile) ? `"${audioFile}"` : audioFile}`, // curl splits a bare name at these.
    ].map((field) => `-F ${quoted(field)}`),
    `'${urls.ingestion}/v1/recordings'`,
  ];
  return [
    'Send a recording as OCP does, with the push key:',
    `  ${push.join(' \\\n    ')}`,
    'Look at its call:',
    `  ${callCurl(urls, keys, group.tenant, callId)}`,
    'Let the pooler look for missing recordings now:',
    `  curl -sS -X POST -H 'X-API-Key: ${keys.operator}' '${urls.pooler}/v1/executions'`,
    'Ask why it is here or not:',
    `  npm run ops -- explain ${group.tenant} ${callId}`,
    'Send 200 calls, lose a tenth of 200 more, and see that all are stored:',
    `  ${loadCommand(urls, keys, registry)}`,
  ].join('\n');
};

const loadCommand = (urls: ServiceUrls, keys: RunKeys, { groups }: Registry): string => {
  const tenants = [...new Set(groups.map(({ tenant }) => tenant))].join(',');
  const address = `--url ${urls.ingestion} --simulator ${urls.simulator} --pooler ${urls.pooler}`;
  return `npm run load -- --key ${keys.push} --ask-key ${keys.operator} \\\n    ${address} --tenant ${tenants} --calls 200`;
};

/** Shows a call's record, with a link to its audio. */
export const callCurl = (urls: ServiceUrls, keys: RunKeys, tenantId: string, callId: string): string =>
  `curl -sS -H 'X-API-Key: ${keys.operator}' '${urls.ingestion}/v1/calls/${tenantId}/${callId}?audio=link'`;

/** As one word for a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
