import { catchOf, retry, retryOf } from '../test-faults.ts';
import { stateOf } from '../test-machine.ts';

const NEVER = { MaxAttempts: 0 };

describe('ParallelProcessing', () => {
  it('reads the metadata and the downloads side by side, and keeps both results', () => {
    const { Branches, ResultPath, Next } = stateOf('ParallelProcessing');
    expect(Branches).toMatchObject([{ StartAt: 'GetExportMetadata' }, { StartAt: 'NotifyDownloadService' }]);
    expect([ResultPath, Next]).toEqual(['$.parallelResults', 'ProcessParallelResults']);
  });

  it.each([
    ['States.TaskFailed', 'ReleaseAfterParallelError'],
    ['ExportResultsGoneError', 'ReleaseAfterParallelError'],
    ['ReconciliationClosedError', 'ReconciliationAlreadyClosed'],
  ])('goes on after %s of a branch with %s', (error, next) => {
    expect(catchOf('ParallelProcessing', error)).toBe(next);
  });
});

describe('GetExportMetadata', () => {
  it('is repeated after throttling by the waits of the requirement documents', () => {
    expect(retryOf('GetExportMetadata', 'OCPAPIThrottlingError')).toEqual(retry(10, 3, 2));
  });

  it('does not fail the window: its recordings are stored without metadata', () => {
    expect(catchOf('GetExportMetadata', 'States.Timeout')).toBe('HandleMetadataError');
    expect(stateOf('HandleMetadataError')).toMatchObject({ Parameters: { metadata: {} }, End: true });
  });
});

describe('the messages for metadata and results', () => {
  it.each(['GetExportMetadata', 'ProcessParallelResults'])(
    'wait a quarter of an hour for a worker: %s',
    (name) => {
      expect(stateOf(name)['TimeoutSeconds']).toBe(900);
    },
  );
});

describe('NotifyDownloadService', () => {
  it('waits two hours for the downloads, and ten minutes for a sign of life', () => {
    expect(stateOf('NotifyDownloadService')).toMatchObject({
      ...{ Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', End: true },
      ...{ TimeoutSeconds: 7_200, HeartbeatSeconds: 600 },
    });
  });

  it.each([
    ['SQS.SdkClientException', retry(5, 3, 2)],
    ['OCPAPIThrottlingError', retry(30, 3, 2)],
    ['States.HeartbeatTimeout', retry(5, 2, 2)],
    ['States.Timeout', NEVER],
    ['ExportResultsGoneError', NEVER],
    ['OCPAPIError', NEVER],
  ])('is repeated after %s', (error, expected) => {
    expect(retryOf('NotifyDownloadService', error)).toEqual(expected);
  });

  it.each(['States.Timeout', 'States.HeartbeatTimeout'])(
    'goes on after %s: the calls without a result fail',
    (error) => {
      expect(catchOf('NotifyDownloadService', error)).toBe('HandleDownloadTimeout');
      expect(stateOf('HandleDownloadTimeout')).toMatchObject({
        ...{ Parameters: { status: 'DOWNLOAD_TIMEOUT' }, End: true },
      });
    },
  );

  it('leaves every other error to the parallel state', () => {
    expect(catchOf('NotifyDownloadService', 'ExportResultsGoneError')).toBeUndefined();
  });
});

describe('ProcessParallelResults', () => {
  it('gives a worker both results, and its answer says how the window ends', () => {
    const { Parameters, ResultPath, Next } = stateOf('ProcessParallelResults');
    expect(Parameters).toMatchObject({
      MessageBody: {
        'metadataResult.$': '$.parallelResults[0]',
        'downloadResult.$': '$.parallelResults[1]',
      },
    });
    expect([ResultPath, Next]).toEqual(['$.end', 'EvaluateEnd']);
  });

  it('has a worker release the calls if it fails', () => {
    expect(catchOf('ProcessParallelResults', 'States.Timeout')).toBe('ReleaseAfterParallelError');
  });
});
