/** The status of an answer to events, and its counts. */
export const counts = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as object),
});

/** The answer that so many events were recorded; `others` are its other counts. */
export const recorded = (count: number, others = {}) => ({
  status: 200,
  recorded: count,
  repeated: 0,
  ignored: 0,
  quarantined: 0,
  refused: 0,
  ...others,
});
