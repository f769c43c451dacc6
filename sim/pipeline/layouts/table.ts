import { attackData } from './attackData.ts'
import { cmtraceopen } from './cmtraceopen.ts'
import { elasticPackage } from './elasticPackage.ts'
import type { Layout } from './layout.ts'
import { loghub } from './loghub.ts'
import { securityDatasets } from './securityDatasets.ts'
import { sigmahq } from './sigmahq.ts'

/** The layouts of an export, by the names that are typed. */
export const LAYOUTS = {
  sigmahq,
  'attack-data': attackData,
  'security-datasets': securityDatasets,
  loghub,
  'elastic-package': elasticPackage,
  cmtraceopen,
} satisfies Readonly<Record<string, Layout>>

export type LayoutName = keyof typeof LAYOUTS
