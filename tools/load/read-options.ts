import { parseArgs } from 'node:util';

export const USAGE = `usage: npm run load -- --key KEY --ask-key KEY [--url http://127.0.0.1:8080] [--tenant northfield]
       [--group NF_Sales_EN] [--calls 1000] [--clients 16] [--seconds 60] [--size-kb 200] [--wait-seconds 300]
       [--simulator URL [--loss 0.1]] [--pooler URL] [--json]

Sends calls to a deployment: three events and one recording each. Then asks for each call until it is stored.

--key           API key with the scopes events:write and recordings:write
--ask-key       API key with the scope calls:read
--url           address of the ingestion API
--tenant        tenant of the calls. With --simulator: all tenants of its groups, separated by commas
--group         OCP group of the calls
--calls         most calls to send, 1 to 1000000
--clients       calls that are sent at once, 1 to 500
--seconds       longest time of sending, 1 to 86400
--size-kb       size of a recording, 1 to 100000
--wait-seconds  longest time of waiting until all calls are stored, 1 to 86400
--simulator     address of an OCP simulator that belongs to the deployment. It plays a day of as many calls at the same
                time, and loses some pushes, which stage 2 recovers
--loss          share of the simulator's pushes that are lost, 0 to 1
--pooler        address of the pooler. It is asked for an execution every 2 s while calls are missing, with the
                --ask-key, which then needs the scope executions:run. Without it, executions start by cron only
--json          one JSON object instead of tables

Exit status: 0 if all accepted calls are stored; 1 if not, or if no call was accepted; 2 for a wrong option.`;

export type LoadOptions = {
  readonly help: boolean;
  readonly url: string;
  readonly key: string;
  readonly askKey: string;
  /** The tenant of the calls first. */
  readonly tenants: readonly string[];
  readonly group: string;
  readonly calls: number;
  readonly clients: number;
  readonly seconds: number;
  readonly sizeKb: number;
  readonly waitSeconds: number;
  readonly simulator: string | undefined;
  readonly loss: number;
  readonly pooler: string | undefined;
  readonly json: boolean;
};

/** @throws {TypeError} for an unknown option. */
const parseValues = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      json: { type: 'boolean', default: false },
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      key: { type: 'string' },
      'ask-key': { type: 'string' },
      tenant: { type: 'string', default: 'northfield' },
      group: { type: 'string', default: 'NF_Sales_EN' },
      calls: { type: 'string', default: '1000' },
      clients: { type: 'string', default: '16' },
      seconds: { type: 'string', default: '60' },
      'size-kb': { type: 'string', default: '200' },
      'wait-seconds': { type: 'string', default: '300' },
      simulator: { type: 'string' },
      pooler: { type: 'string' },
      loss: { type: 'string', default: '0.1' },
    },
  }).values;

/** @throws {Error} that names the option, its value and the expected range. */
export const readOptions = (args: readonly string[]): LoadOptions => {
  const values = parseValues(args);
  const given = (option: 'key' | 'ask-key'): string => {
    const value = values[option];
    if (value === undefined && !values.help) throw new Error(`--${option} is needed`);
    return value ?? '';
  };
  return {
    help: values.help,
    json: values.json,
    url: readUrl('--url', values.url),
    key: given('key'),
    askKey: given('ask-key'),
    tenants: values.tenant.split(','),
    group: values.group,
    calls: readWhole('--calls', values.calls, 1_000_000),
    clients: readWhole('--clients', values.clients, 500),
    seconds: readWhole('--seconds', values.seconds, 86_400),
    sizeKb: readWhole('--size-kb', values['size-kb'], 100_000),
    waitSeconds: readWhole('--wait-seconds', values['wait-seconds'], 86_400),
    simulator: readOptionalUrl('--simulator', values.simulator),
    pooler: readOptionalUrl('--pooler', values.pooler),
    loss: readShare('--loss', values.loss),
  };
};

const readWhole = (option: string, text: string, max: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= max) return value;
  throw new Error(`${option} must be a whole number from 1 to ${max}; it is "${text}"`);
};

const readShare = (option: string, text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new Error(`${option} must be a number from 0 to 1; it is "${text}"`);
};

const readUrl = (option: string, text: string): string => {
  if (URL.canParse(text) && /^https?:/.test(text)) return text.replace(/\/+$/, '');
  throw new Error(`${option} must be an http or https address; it is "${text}"`);
};

const readOptionalUrl = (option: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : readUrl(option, text);
