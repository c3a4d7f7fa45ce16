import { request as send } from 'node:http';
import { startServer, type TestServer } from '@recordings/test-kit';

/** `pass`: the request is forwarded; `hang`: it gets no answer; `refuse`: the connection is closed. */
export type Verdict = 'pass' | 'hang' | 'refuse';

export type AwsRequest = {
  /** Its `x-amz-target` header, which S3 and SNS do not send. */
  readonly action: string;
  readonly method: string;
  readonly url: string;
};

/** A proxy between the downloader and one service of AWS. It judges every request. */
export const startGate = (target: string, judge: (request: AwsRequest) => Verdict): Promise<TestServer> =>
  startServer((incoming, outgoing) => {
    const { url = '', method = '', headers } = incoming;
    const action = String(headers['x-amz-target'] ?? '');
    const verdict = judge({ action, method, url });
    if (verdict === 'refuse') return void incoming.socket.destroy();
    if (verdict === 'hang') return void incoming.resume();
    const forwarded = send(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
