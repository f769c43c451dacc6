import { defineConfig } from 'vitest/config'

const every = { testTimeout: 600_000 }

export default defineConfig({
  test: {
    reporters: ['default', './test/passedOver.ts'],
    projects: [
      {
        test: {
          ...every,
          name: 'tui',
          include: ['test/tui/**/*.test.{ts,tsx}'],
          // The command line is tested as it is shipped.
          globalSetup: 'test/tui/build.ts',
        },
      },
      {
        test: {
          ...every,
          name: 'model and sim',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/tui/**'],
        },
      },
    ],
  },
})
