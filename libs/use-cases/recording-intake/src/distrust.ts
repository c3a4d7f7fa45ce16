/** Why bytes are not trusted: a stable code, and a sentence with the figures. */
export type Distrust = { readonly reason: string; readonly detail: string };
