import { relative, resolve } from 'node:path';
import type { ProvisionedAws } from '@recordings/local-aws';
import { type StackOptions, stackFaults } from '../options.ts';
import type { AudioReport } from '../play/simulator-control.ts';
import type { Services } from '../services/start-services.ts';
import { countOf } from '../words/count-of.ts';
import { audioLine, renderAudioFiles } from './render-audio.ts';

export type GreetingInput = {
  readonly options: StackOptions;
  readonly services: Services;
  readonly aws: ProvisionedAws;
  readonly folder: { readonly logDir: string };
  readonly credentialsFile: string;
  readonly inspectorPort: number | undefined;
  readonly audio: AudioReport;
};

/** What runs, where, and which day it plays: a line each. */
export const renderGreeting = (input: GreetingInput): string => {
  const { options, aws, inspectorPort, audio } = input;
  const { urls, all } = input.services;
  const isOwnAudio = options.audio !== undefined;
  return [
    row('Ingestion API', urls.ingestion),
    row('Pooler', urls.pooler),
    row('OCP simulator', urls.simulator),
    row('AWS', awsAddresses(aws.aws.environment)),
    row('Processes', all.map(({ name, pid }) => `${name} ${pid()}`).join(', ')),
    ...(inspectorPort === undefined ? [] : [row('Debugger', debuggerLine(options, inspectorPort))]),
    row('Logs', shortened(input.folder.logDir)),
    row('Credentials', `${shortened(input.credentialsFile)}, for OCP, read again each second`),
    row('Day', dayLine(options)),
    ...(options.script === undefined ? [] : [row('Script', shortened(resolve(options.script)))]),
    row('Audio', audioLine(shortened(audio.dir), audio)),
    ...(isOwnAudio ? [renderAudioFiles(audio)] : []),
    '',
  ].join('\n');
};

/** Relative to the working directory if it is inside. */
const shortened = (path: string): string => {
  const inside = relative(process.cwd(), path);
  return inside.startsWith('..') ? path : inside;
};

const row = (name: string, text: string): string => `${name.padEnd(14)} ${text}`;

const awsAddresses = (environment: Readonly<Record<string, string>>): string =>
  `S3, SQS, SNS ${environment['AWS_ENDPOINT_URL_S3']}, DynamoDB ${environment['AWS_ENDPOINT_URL_DYNAMODB']} ` +
  `(region ${environment['AWS_REGION']}, any credentials)`;

const debuggerLine = ({ inspect }: StackOptions, port: number): string =>
  `attach to 127.0.0.1:${port} to debug ${inspect}`;

const dayLine = ({ calls, loss, seed, profile, fault }: StackOptions): string => {
  const faults = stackFaults.filter((kind) => fault.includes(kind)).join(', ') || 'none';
  return `${countOf(calls, 'call')}, ${Math.round(loss * 100)} % of the pushes lost, seed ${seed}, profile ${profile}, faults: ${faults}`;
};
