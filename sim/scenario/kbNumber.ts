/** The name of an update, as it is once read. How it may be written: scalars.ts. */
export type KbNumber = `KB${string}`
