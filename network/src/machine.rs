//! What the processor at hand can do.

#[cfg(target_arch = "x86_64")]
use pulp::x86::V3;
use pulp::{Arch, NullaryFnOnce};

/// The instructions that the network uses.
#[derive(Clone, Copy)]
pub enum Machine {
    /// AVX2, and no dot products of bytes.
    #[cfg(target_arch = "x86_64")]
    Avx2(V3),
    /// Anything else.
    Other(Arch),
}

impl Machine {
    /// The processor that the program runs on.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = V3::try_new()
            && !std::arch::is_x86_feature_detected!("avx512vnni")
        {
            return Machine::Avx2(simd);
        }
        Machine::Other(Arch::new())
    }

    /// Does it call `rayon`?
    pub fn takes_threads(self) -> bool {
        matches!(self, Machine::Other(_))
    }

    /// Runs a step whose code is compiled for these instructions.
    #[inline(always)]
    pub fn run<F: NullaryFnOnce>(self, step: F) -> F::Output {
        match self {
            #[cfg(target_arch = "x86_64")]
            Machine::Avx2(simd) => simd.vectorize(step),
            Machine::Other(arch) => arch.dispatch(step),
        }
    }
}
