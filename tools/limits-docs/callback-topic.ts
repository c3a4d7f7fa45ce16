import type { Topic } from './limit.ts';

export const callbacks: Topic = {
  title: 'Results of windows that are posted (reconciler-worker)',
  limits: [
    { what: 'Attempts to post the result of a window', variable: 'CALLBACK_ATTEMPTS' },
    { what: 'Longest wait for the answer to a posted result', variable: 'CALLBACK_TIMEOUT_SECONDS' },
    {
      what: 'Waits before a result is posted again, in seconds; the last one repeats',
      is: '10, 60, 300, 900',
      file: 'libs/use-cases/window-recovery/src/callbacks/handle-callback.ts',
    },
    {
      what: 'Results that a worker posts at once',
      name: 'CALLBACK_CONCURRENCY',
      file: 'apps/reconciler-worker/src/make-consumers.ts',
    },
  ],
};
