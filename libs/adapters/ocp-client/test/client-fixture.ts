import { readFileSync } from 'node:fs';
import { DEFAULT_EXPORT_API, ExportApi } from '@recordings/call-record';
import type { OcpClient, PermitRequest, RequestOutcome } from '@recordings/reconciliation';
import type { z } from 'zod';
import type { OcpRequestSample } from '../src/exchange.ts';
import { makeOcpClient, type OcpClientDeps } from '../src/make-ocp-client.ts';
import type { OcpEndpoint } from '../src/ocp-endpoint.ts';
import { type OcpServer, startOcpServer } from './ocp-server.ts';

export type ClientOptions = Partial<OcpEndpoint> &
  Partial<OcpClientDeps> & {
    /** As an export profile has it. */
    readonly api?: z.input<typeof ExportApi>;
  };

export type Fixture = {
  readonly server: OcpServer;
  readonly client: OcpClient;
  readonly samples: OcpRequestSample[];
  permits(): number;
  /** The lane and group of each permit. */
  readonly taken: readonly Pick<PermitRequest, 'lane' | 'group'>[];
  /** How each request ended. */
  readonly outcomes: readonly RequestOutcome['kind'][];
  /** The waits that OCP asked for. */
  readonly throttles: readonly (number | undefined)[];
};

export const API_KEY = 'key-that-nobody-may-see';

/** A client with its own server. It repeats requests after one millisecond. */
export const startClient = async (options: ClientOptions = {}): Promise<Fixture> => {
  const server = await startOcpServer();
  return { server, ...makeClient(server.baseUrl, options) };
};

export const makeClient = (baseUrl: string, options: ClientOptions = {}): Omit<Fixture, 'server'> => {
  const samples: OcpRequestSample[] = [];
  const permits: Pick<PermitRequest, 'lane' | 'group'>[] = [];
  const throttles: (number | undefined)[] = [];
  const outcomes: RequestOutcome['kind'][] = [];
  const client = makeOcpClient(
    {
      baseUrl,
      auth: { kind: 'api-key', apiKey: API_KEY },
      requestTimeoutMs: 20_000,
      allowedDownloadHosts: [],
      privateHosts: [],
      isHttpAllowed: true, // The test server has no certificate.
      ...options,
    },
    {
      gate: {
        awaitPermit: async ({ lane, group, held }) => {
          if (held) return held;
          permits.push({ lane, group });
          return { departureMs: permits.length };
        },
        giveBack: () => undefined,
        report: (_, outcome) => outcomes.push(outcome),
        reportThrottled: (askedMs) => throttles.push(askedMs),
        parallelism: (most) => most,
      },
      onRequest: (sample) => samples.push(sample),
      retryDelaysMs: [1, 1, 1],
      ...options,
    },
  ).of({ name: 'Acme_EN', exportApi: options.api ? ExportApi.parse(options.api) : DEFAULT_EXPORT_API });
  return { client, samples, permits: () => permits.length, taken: permits, outcomes, throttles };
};

export const never = (): AbortSignal => new AbortController().signal;

export const caught = async (promise: Promise<unknown>): Promise<Error> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('expected a rejection with an Error');
  return error;
};

export const readAll = async (body: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** A certificate or key of the tests. */
export const pem = (name: string): string =>
  readFileSync(new URL(`../../../../fixtures/certificates/${name}.pem`, import.meta.url), 'utf8');
