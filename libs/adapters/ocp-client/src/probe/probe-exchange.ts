import { createHash } from 'node:crypto';
import type { OcpOperation, OperationValues } from '../dialect/dialect.ts';
import type { OcpHttp } from '../ocp-http.ts';
import { headerOf, type OcpResponse, readText } from '../ocp-response.ts';
import { parseLosslessJson } from '../parse-lossless-json.ts';

/** A request of a probe and its answer, as they were. */
export type ProbeExchange = {
  readonly operation: OcpOperation;
  readonly method: string;
  readonly url: URL;
  readonly sent?: object;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON of the answer; its text if it is none; undefined for a file. */
  readonly answer?: unknown;
  readonly file?: { readonly sizeBytes: number; readonly sha256: string; readonly start: Uint8Array };
};

export type SendProbe = (
  operation: OcpOperation,
  values: OperationValues,
  url?: URL,
) => Promise<ProbeExchange>;

/** Each status but redirects, which are followed. */
const ANY_STATUS = Array.from({ length: 400 }, (_, at) => at + 200).filter(
  (status) => status < 300 || status >= 400,
);
const START_BYTES = 64;

/** Makes the function that sends one request of a probe. Whatever OCP answers is an answer. */
export const makeSendProbe =
  (http: OcpHttp, signal: AbortSignal): SendProbe =>
  (operation, values, url) => {
    const { method, body } = http.dialect.requestOf(operation, values);
    const about = { operation, method: url ? 'GET' : method, url: url ?? http.urlOf({ operation, values }) };
    const read = async (response: OcpResponse): Promise<ProbeExchange> => ({
      ...about,
      ...(body && !url && { sent: body }),
      status: response.statusCode,
      headers: headersOf(response),
      ...(operation === 'recordingFile' && response.statusCode < 300
        ? { file: await readFile(response) }
        : { answer: answerOf(await readText(operation, response)) }),
    });
    const call = { operation, values, ...(url && { url }), accepts: ANY_STATUS, read };
    return operation === 'createJob' ? http.post(call, signal) : http.get(call, signal);
  };

const headersOf = (response: OcpResponse): Record<string, string> =>
  Object.fromEntries(Object.keys(response.headers).map((name) => [name, headerOf(response, name) ?? '']));

const answerOf = (text: string): unknown => parseLosslessJson(text) ?? text;

const readFile = async ({ body }: OcpResponse): Promise<ProbeExchange['file']> => {
  const hash = createHash('sha256');
  let [sizeBytes, start] = [0, Buffer.alloc(0)];
  for await (const chunk of body as AsyncIterable<Buffer>) {
    hash.update(chunk);
    sizeBytes += chunk.length;
    if (start.length < START_BYTES) start = Buffer.concat([start, chunk]).subarray(0, START_BYTES);
  }
  return { sizeBytes, sha256: hash.digest('hex'), start };
};
