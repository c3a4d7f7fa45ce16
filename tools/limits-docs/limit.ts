/** A limit that a variable sets. */
export type VariableLimit = { readonly what: string; readonly variable: string };

/** A limit that the code sets: a constant or a property of this name, in a file. */
export type ConstantLimit = { readonly what: string; readonly name: string; readonly file: string };

/** A limit that follows from others, or from the registry. */
export type DerivedLimit = { readonly what: string; readonly is: string; readonly file: string };

export type Limit = VariableLimit | ConstantLimit | DerivedLimit;

export type Topic = { readonly title: string; readonly limits: readonly Limit[] };
