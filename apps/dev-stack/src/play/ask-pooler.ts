/** Asks the pooler for an execution, as an operator would. */
export const askPooler = async (poolerUrl: string, operatorKey: string): Promise<void> => {
  await fetch(`${poolerUrl}/v1/executions`, {
    method: 'POST',
    headers: { 'x-api-key': operatorKey },
    signal: AbortSignal.timeout(30_000),
  });
};
