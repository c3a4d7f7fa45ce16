/** What senders write where they have nothing; OCP writes the text "undefined". */
const nothing: ReadonlySet<string> = new Set(['', 'undefined', 'null', 'none']);

/** A label of a form, a header or a path. @returns undefined if its text says that there is none. */
export const givenLabel = (label: string | undefined): string | undefined =>
  label === undefined || nothing.has(label.trim().toLowerCase()) ? undefined : label;
