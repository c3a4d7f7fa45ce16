import type { SFNClient } from '@aws-sdk/client-sfn';
import { codeOf } from '@recordings/fault';
import type { Logger } from '@recordings/service';
import { makeTaskAnswers, type TaskAnswers } from '@recordings/step-functions';

/**
 * Makes the function that tells an execution of Step Functions that its downloads go on. A deployment without Step Functions has
 * no token, and so makes no client. A heartbeat that fails is logged; the watchdog of the reconciler-worker sends others.
 */
export const makeHeartbeats = (
  makeClient: () => SFNClient,
  log: Pick<Logger, 'warn'>,
): ((taskToken: string) => Promise<void>) => {
  let answers: TaskAnswers | undefined;
  return async (taskToken) => {
    try {
      answers ??= makeTaskAnswers(makeClient());
      await answers.heartbeat(taskToken);
    } catch (err) {
      log.warn(
        { event: 'heartbeat_failed', err, code: codeOf(err) },
        'heartbeat of the downloads of a window not sent',
      );
    }
  };
};
