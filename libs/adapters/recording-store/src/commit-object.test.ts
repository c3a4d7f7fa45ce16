import { S3ServiceException } from '@aws-sdk/client-s3';
import { type Commit, commitInRounds, commitObject } from './commit-object.ts';
import type { StoredObject } from './find-object.ts';

const never = new AbortController().signal;

const refusal = (name: string, httpStatusCode: number, attempts = 1): S3ServiceException =>
  new S3ServiceException({ name, $fault: 'client', $metadata: { httpStatusCode, attempts } });

const stored = (owner: string): StoredObject => ({
  sizeBytes: 1,
  etag: undefined,
  metadata: { owner },
  sha256: undefined,
  crc32: undefined,
});

const commitThat = (error: Error | undefined, found?: StoredObject): Commit => ({
  send: () => (error ? Promise.reject(error) : Promise.resolve()),
  find: () => Promise.resolve(found),
  isOurs: ({ metadata }) => metadata.owner === 'us',
});

const lostAnswer = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const doubts: [string, Error][] = [
  ['a lost answer', lostAnswer],
  ['a refusal of a repeated request', refusal('PreconditionFailed', 412, 2)],
  ['a conflict', refusal('ConditionalRequestConflict', 409)],
  ['a server fault', refusal('InternalError', 500)],
  ['a fault in the body of a 200', refusal('InternalError', 200)],
  ['an upload that is gone', refusal('NoSuchUpload', 404)],
  ['a request that timed out', refusal('RequestTimeout', 400)],
  ['a gateway fault', refusal('BadGateway', 502)],
];

describe('commitObject', () => {
  it('says created when S3 does', async () => {
    expect(await commitObject(commitThat(undefined), never)).toBe('created');
  });

  it('says exists when the first attempt is refused, even if the object has the same content', async () => {
    const commit = commitThat(refusal('PreconditionFailed', 412), stored('us'));
    expect(await commitObject(commit, never)).toBe('exists');
  });

  it.each(doubts)('says created after %s when the key has our object', async (_, error) => {
    expect(await commitObject(commitThat(error, stored('us')), never)).toBe('created');
  });

  it.each(doubts)('says exists after %s when the key has another object', async (_, error) => {
    expect(await commitObject(commitThat(error, stored('them')), never)).toBe('exists');
  });

  it.each(doubts.filter(([name]) => name !== 'a conflict'))(
    'throws a retryable error after %s when the key has no object',
    async (_, error) => {
      await expect(commitObject(commitThat(error), never)).rejects.toMatchObject({
        fault: 'retryable',
        cause: error,
      });
    },
  );

  it('asks for another round after a conflict when the key has no object', async () => {
    const commit = commitThat(refusal('ConditionalRequestConflict', 409));
    expect(await commitObject(commit, never)).toBe('again');
  });

  it('does not look if the answer is clear', async () => {
    const commit = { ...commitThat(refusal('AccessDenied', 403)), find: () => Promise.reject(lostAnswer) };
    await expect(commitObject(commit, never)).rejects.toMatchObject({ fault: 'configuration' });
  });
});

describe('commitObject with an aborted signal', () => {
  it('throws the reason and does not look', async () => {
    const reason = new Error('shutting down');
    const commit = { ...commitThat(lostAnswer), find: () => Promise.reject(new Error('looked')) };
    await expect(commitObject(commit, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('commitInRounds', () => {
  it('repeats until the conflict ends', async () => {
    const results = ['again', 'again', 'created'] as const;
    let round = 0;
    expect(await commitInRounds(() => Promise.resolve(results[round++]!))).toBe('created');
  });

  it('throws a retryable error after three rounds with a conflict', async () => {
    let rounds = 0;
    const round = (): Promise<'again'> => {
      rounds += 1;
      return Promise.resolve('again');
    };
    await expect(commitInRounds(round)).rejects.toMatchObject({
      fault: 'retryable',
      code: 'STORAGE_UNAVAILABLE',
    });
    expect(rounds).toBe(3);
  });

  it('does not repeat a result that is clear', async () => {
    let rounds = 0;
    const round = (): Promise<'exists'> => {
      rounds += 1;
      return Promise.resolve('exists');
    };
    expect(await commitInRounds(round)).toBe('exists');
    expect(rounds).toBe(1);
  });
});
