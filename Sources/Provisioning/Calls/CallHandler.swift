import Bindings
package import Effects

/// Hands each call of a script on by its consequence, which is what it does to the world.
///
/// A run and a plan differ only in the handlers that it hands calls on to.
package struct CallHandler: EffectHandler {
  private let creates: any EffectHandler
  private let deletes: any EffectHandler
  private let others: any EffectHandler

  package init(
    creates: any EffectHandler, deletes: any EffectHandler, others: any EffectHandler
  ) {
    self.creates = creates
    self.deletes = deletes
    self.others = others
  }

  package func perform(_ effect: Effect) async -> Reply {
    switch BindingTable.binding(of: effect)?.consequence(of: effect).kind {
    case .creates: await creates.perform(effect)
    case .deletes: await deletes.perform(effect)
    case .none?, .reads, .writes, nil: await others.perform(effect)
    }
  }
}
