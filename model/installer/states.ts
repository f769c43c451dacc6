import { type Component, isInstalled } from './database.ts'
import type { Costing, InstallSession } from './session.ts'

type States = Pick<Costing, 'features' | 'reinstalled' | 'added' | 'removed'>

/** What a run does with features and components, as costing has found it. Knows no file and no property. */

export type FeatureAction = 'reinstall' | 'local' | 'absent'
export type ComponentAction = 'local' | 'absent'

export function featureAction({ reinstalled, added, removed }: States, feature: string): FeatureAction | undefined {
  if (removed.has(feature)) return 'absent'
  if (added.has(feature)) return 'local'
  return reinstalled.has(feature) ? 'reinstall' : undefined
}

/** A component goes with the last of its features. */
export function componentAction(costing: States, component: Component): ComponentAction | undefined {
  const { features, reinstalled, added, removed } = costing
  if (isInstalled(component, reinstalled) || isInstalled(component, added)) return 'local'
  if (removed.size === 0 || !isInstalled(component, features)) return undefined
  return component.features.every(feature => removed.has(feature) || !features.has(feature)) ? 'absent' : undefined
}

/** The same by the name of the component; undefined also where there is none of that name. */
export function actionOf({ view, costing }: InstallSession, name: string): ComponentAction | undefined {
  const component = view.component.find(row => row.component === name)
  return component && componentAction(costing!, component)
}

/** Is it there before the run, or will it be? */
export function standsOrComes(costing: States, component: Component): boolean {
  return isInstalled(component, costing.features) || isInstalled(component, costing.added)
}
