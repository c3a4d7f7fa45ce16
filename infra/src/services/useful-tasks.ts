/** How many requests OCP takes from all workers together. */
export type OcpBudget = { readonly maxRequests: number; readonly periodSeconds: number };

/**
 * The number of tasks that can use the whole OCP budget. One more would only wait for permits.
 *
 * By Little's law, requests in progress = requests a second x seconds of each. A task has `concurrency` of them. With
 * 100 requests in 60 s:
 * - reconciler-worker: a request takes at most OCP_TIMEOUT_MS, 30 s: 100 / 60 x 30 = 50 in progress, 5 in a task: 10 tasks.
 * - downloader: a download takes 15 s if OCP sends 5 MB slowly: 100 / 60 x 15 = 25 in progress, 5 in a task: 5 tasks.
 */
export const usefulTasks = (
  { maxRequests, periodSeconds }: OcpBudget,
  { concurrency, secondsPerRequest }: { readonly concurrency: number; readonly secondsPerRequest: number },
): number => Math.max(1, Math.ceil((maxRequests * secondsPerRequest) / periodSeconds / concurrency));
