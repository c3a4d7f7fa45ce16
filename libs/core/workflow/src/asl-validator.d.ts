declare module 'asl-validator' {
  /** Checks a definition against the JSON schema of Amazon States Language, its paths and its resources. */
  const validate: (
    definition: object,
    options?: { readonly checkPaths?: boolean; readonly checkArn?: boolean },
  ) => { readonly isValid: boolean; readonly errors: readonly unknown[] };
  export default validate;
}
