/** Calls `keep` with the values that it has not kept yet, if there are any. A value whose `keep` fails is kept later. */
export const onceForEach = <T>(
  keep: (values: readonly T[]) => Promise<void>,
): ((values: readonly T[]) => Promise<void>) => {
  const kept = new Set<T>();
  return async (values) => {
    const missing = [...new Set(values)].filter((value) => !kept.has(value));
    if (missing.length === 0) return;
    await keep(missing);
    for (const value of missing) kept.add(value);
  };
};
