import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 120_000,
    // The command line is tested as it is shipped.
    globalSetup: 'test/tui/build.ts',
  },
})
